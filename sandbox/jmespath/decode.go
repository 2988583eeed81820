package jmespath

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Decode reads one JSON value and keeps the order of its objects' members. It
// refuses values nested more than 50 deep.
func Decode(src string) (any, error) {
	dec := json.NewDecoder(strings.NewReader(src))
	v, err := decodeNext(dec, 0)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("something follows the JSON value")
	}
	return v, nil
}

func decodeNext(dec *json.Decoder, depth int) (any, error) {
	t, err := dec.Token()
	if err != nil {
		return nil, err
	}
	if _, opens := t.(json.Delim); opens && depth >= maxNested {
		return nil, fmt.Errorf("the JSON is nested more than %d deep", maxNested)
	}
	switch t {
	case json.Delim('['):
		return decodeArray(dec, depth)
	case json.Delim('{'):
		return decodeObject(dec, depth)
	}
	return t, nil
}

func decodeArray(dec *json.Decoder, depth int) (any, error) {
	list := []any{}
	for dec.More() {
		v, err := decodeNext(dec, depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := dec.Token()
	return list, err
}

func decodeObject(dec *json.Decoder, depth int) (any, error) {
	o := NewObject(0)
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, err
		}
		v, err := decodeNext(dec, depth+1)
		if err != nil {
			return nil, err
		}
		name, _ := key.(string)
		o.Set(name, v)
	}
	_, err := dec.Token()
	return o, err
}
