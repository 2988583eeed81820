// Package store keeps what must outlive the process in one SQLite file: who the
// learners are, what they read, predicted, tried and answered, and the worlds
// they work in. It keeps facts keyed by slug and id; it knows no HTML, no lesson
// and no question.
//
// # One write path
//
// [Store.Write] hands a function to the single writer, which takes whatever is
// waiting into one transaction, runs each function in a savepoint of its own,
// and answers after COMMIT. The file is opened with synchronous=FULL, so an
// answer means that the write survives a kill and a power cut, and the price of
// the disk's flush is shared by everybody who was waiting. Every exported method
// that changes something goes this way, and is done once it returns nil.
//
// Reads run beside the writer on a second, read-only pool and see whatever has
// been committed.
//
// # Facts count once
//
// Rows of progress are only ever added, under keys that say what makes two of
// them the same fact. Of two submissions the first is kept, and the methods
// return what is stored, so that a double click, a retry and the back button
// show the same answer.
//
// # Queries
//
// Every query is a constant, numbers its parameters $1, $2 … in the order of
// first use, and keeps to the SQL that PostgreSQL shares. A test holds all of
// them to that.
//
// The clock and the randomness are handed in: rows carry the moment their caller
// gives them, kept to the millisecond and read back in UTC.
package store
