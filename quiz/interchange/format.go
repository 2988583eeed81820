package interchange

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"
)

// Format is a form in which questions are exchanged, by the name that the command
// line gives it.
type Format string

// The formats.
const (
	GIFT      Format = "gift"       // Moodle's GIFT: https://docs.moodle.org/en/GIFT_format
	Aiken     Format = "aiken"      // https://docs.moodle.org/en/Aiken_format
	MoodleXML Format = "moodle-xml" // https://docs.moodle.org/en/Moodle_XML_format
	CSV       Format = "csv"        // RFC 4180, with the header that docs/interchange.md explains
	Anki      Format = "anki"       // Anki's text form: https://docs.ankiweb.net/importing/text-files.html
)

// Formats lists the formats.
func Formats() []Format { return []Format{GIFT, Aiken, MoodleXML, CSV, Anki} }

// ParseFormat reads a format's name.
func ParseFormat(name string) (f Format, ok bool) {
	for _, f := range Formats() {
		if string(f) == name {
			return f, true
		}
	}
	return "", false
}

// Title is the format's name for people.
func (f Format) Title() string {
	switch f {
	case GIFT:
		return "GIFT"
	case Aiken:
		return "Aiken"
	case MoodleXML:
		return "Moodle XML"
	case CSV:
		return "CSV"
	case Anki:
		return "Anki"
	}
	return string(f)
}

// Extension is how the name of a file in the format ends, with its dot.
func (f Format) Extension() string {
	switch f {
	case GIFT, Aiken, Anki:
		return ".txt"
	case MoodleXML:
		return ".xml"
	case CSV:
		return ".csv"
	}
	return ""
}

// ContentType is the format's media type, for downloads.
func (f Format) ContentType() string {
	switch f {
	case MoodleXML:
		return "application/xml; charset=utf-8"
	case CSV:
		return "text/csv; charset=utf-8; header=present"
	case GIFT, Aiken, Anki:
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

// What is read at most. A file beyond a limit is refused as a whole, a question
// beyond one by itself.
const (
	MaxFile      = 4 << 20 // bytes of a file
	MaxQuestions = 1000    // questions of a file
	maxText      = 32 << 10
)

// ErrUnknownFormat says that a text looks like none of the formats.
var ErrUnknownFormat = errors.New("this looks like none of the formats")

// Detect guesses the format of a file from what it holds, and from its name where
// that leaves a doubt. The error is [ErrUnknownFormat], or says as [Import]'s does
// why the file can't be read in any format: it is empty, say, or an archive.
func Detect(src []byte, filename string) (Format, error) {
	if err := unreadable(src); err != nil {
		return "", err
	}
	if f, ok := looksLike(src, filename); ok {
		return f, nil
	}
	return "", ErrUnknownFormat
}

func looksLike(src []byte, filename string) (f Format, ok bool) {
	text := strings.TrimSpace(strings.TrimPrefix(string(src[:min(len(src), 64<<10)]), "\ufeff"))
	first, _, _ := strings.Cut(text, "\n")
	switch {
	case strings.HasPrefix(text, "<"):
		return MoodleXML, strings.Contains(text, "<quiz")
	case ankiHeader.MatchString(first):
		return Anki, true
	case aikenAnswer.MatchString(text):
		return Aiken, true
	case csvHeader(first):
		return CSV, true
	}
	switch strings.ToLower(path.Ext(filename)) {
	case ".csv":
		return CSV, true
	case ".tsv", ".anki":
		return Anki, true
	case ".gift":
		return GIFT, true
	}
	if strings.Contains(text, "{") && strings.Contains(text, "}") {
		return GIFT, true
	}
	return Anki, strings.Contains(first, "\t")
}

// unreadable says why bytes can't be a file of any of the formats; nil when they
// can.
func unreadable(src []byte) error {
	switch {
	case len(src) > MaxFile:
		return fmt.Errorf("this file has too many bytes; the most that is taken is %d (4 MiB): split it", MaxFile)
	case bytes.HasPrefix(src, []byte("PK\x03\x04")), bytes.HasPrefix(src, []byte("\x1f\x8b")), bytes.HasPrefix(src, []byte("\x28\xb5\x2f\xfd")):
		return fmt.Errorf("this is a packed archive, which isn't opened: unpack it, or, from Anki, export \"Notes in Plain Text (.txt)\" instead of a package")
	case bytes.HasPrefix(src, []byte("SQLite format 3\x00")):
		return fmt.Errorf("this is a database: from Anki, export \"Notes in Plain Text (.txt)\"")
	case bytes.HasPrefix(src, []byte("\xff\xfe")), bytes.HasPrefix(src, []byte("\xfe\xff")):
		return fmt.Errorf("this file is in UTF-16: save it as UTF-8")
	case !utf8.Valid(src):
		return fmt.Errorf("line %d isn't UTF-8 (Latin-1 or Windows-1252, perhaps): save the file as UTF-8", lineAt(src, invalidAt(src)))
	case controlAt(src) >= 0:
		return fmt.Errorf("line %d holds a control character, which no text has: save the file as plain text in UTF-8", lineAt(src, controlAt(src)))
	case len(bytes.TrimSpace(bytes.TrimPrefix(src, []byte("\ufeff")))) == 0:
		return fmt.Errorf("this file is empty")
	}
	return nil
}

// controlAt is the offset of the first control character besides tabs and ends of
// lines; -1 when there is none.
func controlAt(src []byte) int {
	return bytes.IndexFunc(src, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f })
}

func lineAt(src []byte, offset int) int {
	return 1 + bytes.Count(src[:offset], []byte("\n"))
}

// invalidAt is the offset of the first byte that isn't UTF-8.
func invalidAt(src []byte) int {
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(src)
}

// plainLines takes away the mark that some editors begin a file with, and other
// systems' ends of lines.
func plainLines(src []byte) string {
	s := strings.TrimPrefix(string(src), "\ufeff")
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}
