package view

import "rolecall/lessons"

// calloutIcon is the shape of a callout.
func calloutIcon(k lessons.CalloutKind) Icon {
	switch k {
	case lessons.Insight:
		return IconInsight
	case lessons.Can:
		return IconCan
	case lessons.Analogy:
		return IconAnalogy
	case lessons.Story:
		return IconStory
	case lessons.Warning:
		return IconPitfalls
	case lessons.Aside:
		return IconDocument
	}
	return IconDocument
}

// calloutWord heads a callout.
func calloutWord(k lessons.CalloutKind) string {
	switch k {
	case lessons.Insight:
		return "Keep this"
	case lessons.Can:
		return "You can now"
	case lessons.Analogy:
		return "A picture for it"
	case lessons.Story:
		return "It happened"
	case lessons.Warning:
		return "Careful"
	case lessons.Aside:
		return "Aside"
	}
	return ""
}
