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
func (d *MFADevice) Accepts(code string, at time.Time) bool { return d.stepOf(code, at) > d.Used }

// stepOf is the step of thirty seconds that a code is right for; 0 when it is wrong.
func (d *MFADevice) stepOf(code string, at time.Time) int64 {
	for _, shift := range []time.Duration{0, -totpStep, totpStep} {
		if when := at.Add(shift); hmac.Equal([]byte(d.Code(when)), []byte(code)) {
			return when.Unix() / int64(totpStep/time.Second)
		}
	}
	return 0
}

// Pair takes two codes that follow one another, as a device shows them when it is
// given to a user or has drifted.
func (w *World) Pair(d *MFADevice, first, second string, at time.Time) bool {
	step := d.stepOf(first, at)
	next := time.Unix((step+1)*int64(totpStep/time.Second), 0)
	if step <= d.Used || !hmac.Equal([]byte(d.Code(next)), []byte(second)) {
		return false
	}
	d.Used = step + 1
	w.changed()
	return true
}

// UseCode takes a code if it is right at a time. A code is good for one use, and
// no older one is taken afterwards; see RFC 6238, section 5.2.
func (w *World) UseCode(d *MFADevice, code string, at time.Time) bool {
	step := d.stepOf(code, at)
	if step <= d.Used {
		return false
	}
	d.Used = step
	w.changed()
	return true
}
