package world

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
)

// Seal encrypts data under a key of this world's own, so that nobody else can
// read it or make such a text; purpose keeps texts for different uses apart.
func (w *World) Seal(purpose string, data []byte) (string, error) {
	box, err := w.box(purpose)
	if err != nil {
		return "", err
	}
	nonce := w.random(box.NonceSize())
	return base64.RawURLEncoding.EncodeToString(box.Seal(nonce, nonce, data, []byte(purpose))), nil
}

// Unseal reads what [World.Seal] made for the same purpose in the same world; ok
// is false for anything else.
func (w *World) Unseal(purpose, text string) (data []byte, ok bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, false
	}
	box, err := w.box(purpose)
	if err != nil || len(raw) < box.NonceSize() {
		return nil, false
	}
	data, err = box.Open(nil, raw[:box.NonceSize()], raw[box.NonceSize():], []byte(purpose))
	return data, err == nil
}

func (w *World) box(purpose string) (cipher.AEAD, error) {
	mac := hmac.New(sha256.New, w.secret())
	mac.Write([]byte("seal " + purpose))
	block, err := aes.NewCipher(mac.Sum(nil))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
