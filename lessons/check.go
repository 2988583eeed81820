package lessons

import "rolecall/prose"

// Report is what `rolecall check` found. Its JSON form is a contract.
type Report struct {
	Lessons                int          `json:"lessons"`
	Modes                  int          `json:"modes"`
	PoliciesRun            int          `json:"policies_run"`
	StepsRun               int          `json:"steps_run"`
	Questions              int          `json:"questions"`
	QuestionsEngineChecked int          `json:"questions_engine_checked"`
	Cards                  int          `json:"cards"`
	Scenarios              int          `json:"scenarios"`
	Challenges             int          `json:"challenges"`
	LinksChecked           int          `json:"links_checked"`
	KeysFlipped            *int         `json:"keys_flipped,omitempty"`
	KeysCaught             *int         `json:"keys_caught,omitempty"`
	Faults                 prose.Faults `json:"faults"`
}
