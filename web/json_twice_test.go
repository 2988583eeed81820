package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rolecall/sandbox/advice"
)

func TestGivenOnce(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"once":                         {`{"a": 1, "b": {"a": [{"a": 1}, {"a": 2}]}, "c": "a"}`, ""},
		"twice":                        {"{\"a\": 1,\n \"b\": 2, \"a\": 3}", `line 2, column 10: "a" comes twice in one object; keep one of them`},
		"twice, written otherwise":     {`{"a": 1, "\u0061": 3}`, `line 1, column 10: "a" comes twice in one object; keep one of them`},
		"twice, in capitals":           {`{"format": 1, "Format": 3}`, `"Format" comes twice`},
		"in capitals, further in":      {`{"roles": {"deploy": 1, "Deploy": 3}}`, ""},
		"twice, further in":            {`{"roles": [{"x": {}}, {"x": {"b": {}, "c": [], "b": {}}}]}`, `"b" comes twice`},
		"twice, after an object":       {`{"a": {"b": [1, {"c": null}]}, "d": "a", "a": 1}`, `"a" comes twice`},
		"texts are no names":           {`["a", "a", {"a": "a"}]`, ""},
		"no JSON":                      {`{"a": `, ""},
		"no JSON, and closed too much": {`{}}`, ""},
		"nothing":                      {``, ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := advice.GivenOnce([]byte(c.text))
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(advice.Placed([]byte(c.text), []byte(c.text), err), c.want)) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}

// TestNamesThatComeTwiceAreRefused in every body that scripts send, and in what is
// imported.
func TestNamesThatComeTwiceAreRefused(t *testing.T) {
	h := testSite(t)
	for _, body := range []string{
		`{"scenario": "blank", "scenario": "cross-account"}`,
		`{"scenario": "blank", "SCENARIO": "cross-account"}`,
		`{"import": {"format": "rolecall-world-1", "format": "other"}}`,
		`{"import": {"UserDetailList": [], "RoleDetailList": [{"RoleName": "a", "RoleName": "b"}]}}`,
	} {
		r := httptest.NewRequest("POST", "/api/worlds", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "comes twice in one object; keep one of them") {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
}
