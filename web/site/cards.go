package site

import "rolecall/store"

// Grades are the grades of a card, as forms write them.
var Grades = map[string]store.Grade{"again": store.Again, "hard": store.Hard, "good": store.Good, "easy": store.Easy}
