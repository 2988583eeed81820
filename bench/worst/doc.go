// Package worst holds the table of worst-case requests: for every address of the
// site the inputs that cost it most, as far as they are known, made by generators
// that other tests can use as well.
//
// As a plain test the table checks that each is answered with a status that was
// decided on (no 5xx) and within a size. With -measure, as `make bench` runs it, it
// also prints what each costs: processor time, memory allocated in all, and the most
// memory in use at one time. The bars: 250 ms and 64 MB for a request with a body of
// up to 64 KB; 2 s and 200 MB for an import of up to 1 MB, and for the pages of an
// imported world.
package worst
