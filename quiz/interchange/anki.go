package interchange

import "regexp"

var ankiHeader = regexp.MustCompile(`^#(separator|html|tags|columns|notetype|deck|guid|tags column|notetype column|deck column|guid column):`)
