package world

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/binary"
	"fmt"
	"time"
)

const totpStep = 30 * time.Second

// Code is the six digits that the device shows at a time, by RFC 6238 with
// SHA-1 and steps of thirty seconds, as AWS's virtual MFA devices use.
func (d *MFADevice) Code(at time.Time) string {
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(at.Unix())/uint64(totpStep/time.Second))
	mac := hmac.New(sha1.New, d.Seed)
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	at4 := sum[len(sum)-1] & 0x0f
	n := binary.BigEndian.Uint32(sum[at4:at4+4]) & 0x7fffffff
	return fmt.Sprintf("%06d", n%1_000_000)
}

// Accepts reports whether a code is right at a time. The neighbouring steps
// count too, for a code takes a while to type (RFC 6238, section 5.2).
func (d *MFADevice) Accepts(code string, at time.Time) bool {
	for _, shift := range []time.Duration{0, -totpStep, totpStep} {
		if hmac.Equal([]byte(d.Code(at.Add(shift))), []byte(code)) {
			return true
		}
	}
	return false
}
