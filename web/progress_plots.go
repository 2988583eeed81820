package web

import (
	"fmt"
	"strconv"

	"rolecall/quiz"
	"rolecall/web/view"
)

// calibrationPlot draws how sure somebody was against how often they were right.
func calibrationPlot(all []quiz.Calibration) view.CalibrationPlot {
	p := view.CalibrationPlot{ID: "calibration", Title: "How sure you were, and how often right",
		Summary: "On the dashed line you know exactly how well you know. Over it you know more than you think; under it, less.",
		Table:   view.PlotTable{Columns: []string{"You said", "Stands for", "Right", "Share"}}}
	for _, c := range all {
		p.Dots = append(p.Dots, view.CalibrationDot{Word: c.Certainty.String(), Expected: c.Certainty.Expected(), Share: c.Share(), Count: c.Asked})
		share := "none yet"
		if c.Asked > 0 {
			share = view.Percent(c.Share())
		}
		p.Table.Rows = append(p.Table.Rows, []string{c.Certainty.String(), view.Percent(c.Certainty.Expected()),
			fmt.Sprintf("%d of %s", c.Right, strconv.Itoa(c.Asked)), share})
	}
	return p
}
