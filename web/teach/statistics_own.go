package teach

import (
	"context"

	"rolecall/quiz/itemstats"
	"rolecall/store"
	"rolecall/web/view"
)

// statisticsOf are the statistics that an instructor may see: those of the course,
// and of their own banks.
func (s *StatisticsPages) statisticsOf(ctx context.Context, i store.Instructor) (*Statistics, error) {
	shared, err := s.statistics(ctx)
	if err != nil {
		return nil, err
	}
	banks, err := s.Store.Banks(ctx, i.ID)
	if err != nil {
		return nil, err
	}
	all := *shared
	all.Questions = all.Questions[:len(all.Questions):len(all.Questions)] // adding must not write into what is shared
	for _, b := range banks {
		if !b.Deleted.IsZero() {
			continue
		}
		slug := store.BankAttempts(b.ID)
		all.banks = append(all.banks, view.Hidden{Name: slug, Value: b.Title + " (your bank)"})
		questions, err := s.Store.BankQuestions(ctx, b.ID)
		if err != nil {
			return nil, err
		}
		for _, q := range questions {
			all.Questions = append(all.Questions, s.ownStatistics(shared.survey, b, slug, q)...)
		}
	}
	return &all, nil
}

// ownStatistics are those of a bank's question, its current version first.
func (s *StatisticsPages) ownStatistics(survey *itemstats.Survey, b store.Bank, slug string, q store.BankQuestion) []QuestionStatistics {
	asked := s.Questions.AskableOwn(q.Body, b.Lesson, store.Question{ID: q.ID, Version: q.Version})
	if asked == nil {
		return nil
	}
	var list []QuestionStatistics
	for _, kind := range itemstats.Kinds() {
		for version := q.Version; version >= 1; version-- {
			key := itemstats.Key{ID: q.ID, Version: version}
			tally := survey.Items[kind][key]
			switch {
			case tally == nil && version < q.Version:
				continue
			case tally == nil:
				tally = &itemstats.Tally{}
			}
			item := tally.Item()
			list = append(list, QuestionStatistics{Key: key, Kind: kind.String(), Lesson: slug, Objectives: append([]string{}, asked.Objectives...), Difficulty: asked.Difficulty.String(),
				Current: version == q.Version && q.Deleted.IsZero(), Title: asked.Stem.Text, Statistics: &item, question: asked})
		}
	}
	return list
}
