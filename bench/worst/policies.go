package worst

import (
	"fmt"
	"strings"
)

// Body is how much an anonymous request may send in the bar of 250 ms.
const Body = 64 << 10

// repeat joins pieces made by their numbers, with commas, until they fill a size.
func repeat(size int, piece func(i int) string) string {
	var b strings.Builder
	for i := 0; ; i++ {
		p := piece(i)
		if b.Len()+len(p)+1 > size {
			return b.String()
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(p)
	}
}

// Policies are documents of at most a size that make an analysis work hardest, by
// what they have much of.
func Policies(size int) map[string]string {
	room := size - 400
	stars := strings.Repeat("*a", 30)
	return map[string]string{
		"statements": `{"Version":"2012-10-17","Statement":[` + repeat(room, func(i int) string {
			return fmt.Sprintf(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b%d/*"}`, i)
		}) + `]}`,
		"denies": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},` + repeat(room, func(i int) string {
			return fmt.Sprintf(`{"Effect":"Deny","NotAction":"iam:%d*","NotResource":"arn:aws:iam::*:role/%d*"}`, i, i)
		}) + `]}`,
		"actions": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Resource":"*","Action":[` + repeat(room, func(i int) string {
			return fmt.Sprintf(`"s3:%s%d"`, stars, i)
		}) + `]}}`,
		"actions of all services": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Resource":"*","Action":[` + repeat(room, func(i int) string {
			return fmt.Sprintf(`"%c*:*%c*"`, 'a'+rune(i%26), 'a'+rune(i/26%26))
		}) + `]}}`,
		"resources": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":[` + repeat(room, func(i int) string {
			return fmt.Sprintf(`"arn:aws:iam::*:role/%s%d"`, stars, i)
		}) + `]}}`,
		"principals": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":[` + repeat(room, func(i int) string {
			return fmt.Sprintf(`"arn:aws:iam::%012d:root"`, i+1)
		}) + `]}}}`,
		"trusting statements": `{"Version":"2012-10-17","Statement":[` + repeat(room, func(i int) string {
			return fmt.Sprintf(`{"Effect":"Allow","Action":"sts:*","Principal":{"AWS":"%012d"},"Condition":{"StringLike":{"aws:PrincipalTag/t%d":"*a*%d*"}}}`, i+1, i, i)
		}) + `]}`,
		"trusting denies": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"},` + repeat(room, func(i int) string {
			return fmt.Sprintf(`{"Effect":"Deny","Action":"sts:AssumeRole","NotPrincipal":{"AWS":"%012d"},"Condition":{"StringNotLike":{"aws:PrincipalTag/t%d":"*a*%d*"}}}`, i+1, i, i)
		}) + `]}`,
		"conditions": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*","Condition":{"StringLike":{` + repeat(room, func(i int) string {
			return fmt.Sprintf(`"aws:PrincipalTag/t%d":"%s"`, i, stars)
		}) + `}}}}`,
		"condition values": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringNotLike":{"aws:PrincipalTag/t":[` + repeat(room, func(i int) string {
			return fmt.Sprintf(`"%s%d"`, stars, i)
		}) + `]}}}}`,
		"networks": `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":[` + repeat(room, func(i int) string {
			return fmt.Sprintf(`"10.%d.%d.0/24"`, i/256%256, i%256)
		}) + `]}}}}`,
		"heavy statements":       heavy(size, `"Resource":[`+repeat(size/3, func(i int) string { return fmt.Sprintf(`"arn:aws:s3:::%s%d"`, stars, i) })+`,"*"]`),
		"heavy trust statements": heavy(size, `"Principal":{"AWS":["*",`+repeat(size/3, func(i int) string { return fmt.Sprintf(`"arn:aws:iam::111122223333:user/u%d"`, i) })+`]}`),
		"one line of faults":     "{" + strings.Repeat(`"Statement":[{`, room/14),
		"brackets":               strings.Repeat("[", size),
		"wrong everywhere": `{"Version":"2012-10-17","Statement":[` + repeat(room, func(i int) string {
			return fmt.Sprintf(`{"Efect":"Alow","Acton":"sts:AssumRole%d","Resourc":"x"}`, i)
		}) + `]}`,
		"misspelt actions": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Resource":"*","Action":[` + repeat(room, func(i int) string {
			return fmt.Sprintf(`"sts:AssumRolle%d"`, i)
		}) + `]}}`,
		"lines": `{"Version":"2012-10-17",` + strings.Repeat("\n", room-200) + `"Statement":[]}`,
	}
}

// heavy is a document of few statements that are large in all elements, so that a
// search has much to vary and each try is long.
func heavy(size int, about string) string {
	keys := func(from int) string {
		return repeat(size/8, func(i int) string {
			return fmt.Sprintf(`"aws:PrincipalTag/t%d":["*a%d*","b%d*","*%sc"]`, from+i, i, i, strings.Repeat("?a*", 10))
		})
	}
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:*","s3:*","iam:*","kms:*"],` + about + `,"Condition":{"StringLike":{` + keys(0) + `}}},` +
		`{"Effect":"Deny","Action":"*",` + about + `,"Condition":{"StringNotLike":{` + keys(40) + `}}}]}`
}

// Changed are two texts of a size that have as little in common as lines can: what a
// comparison works hardest on.
func Changed(size int) (before, after string) {
	var a, b strings.Builder
	for i := 0; b.Len() < size-400; i++ {
		fmt.Fprintf(&a, "\"%c%d\",\n", 'a'+rune(i%7), i%13)
		fmt.Fprintf(&b, "\"%c%d\",\n", 'a'+rune(i%5), i%11)
	}
	doc := func(list string) string {
		return `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringLike":{"aws:PrincipalTag/t":[` + "\n" + list + `"x"]}}}}`
	}
	return doc(a.String()), doc(b.String())
}
