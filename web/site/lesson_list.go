package site

import "rolecall/web/view"

// LessonList lists the lessons with what the reader did in each; nil for somebody new.
func (s *Site) LessonList(p *Progress) []view.LessonEntry {
	var list []view.LessonEntry
	for _, l := range s.Course.Lessons() {
		e := view.LessonEntry{Lesson: l, Questions: len(s.Bank.Questions(l.Slug))}
		for _, m := range l.Modes {
			e.Marks = append(e.Marks, p.Mark(l.Slug, m.Slug))
		}
		list = append(list, e)
	}
	return list
}
