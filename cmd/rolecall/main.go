// Command rolecall serves the Rolecall course and runs its tools.
package main

func main() {}
