package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// program is the built program, serving on data.
type program struct {
	url string
	cmd *exec.Cmd
}

// startProgram serves on data and returns once it answers.
func startProgram(bin, data string) (*program, error) {
	return startLogging(bin, data, os.Stderr)
}

// startLogging is startProgram with a place for the program's log.
func startLogging(bin, data string, log io.Writer) (*program, error) {
	p := &program{cmd: exec.Command(bin, "serve", "--addr", "127.0.0.1:0", "--data", data)}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "ROLECALL_") {
			p.cmd.Env = append(p.cmd.Env, v)
		}
	}
	p.cmd.Stderr = log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !ok {
		p.kill()
		return nil, fmt.Errorf("%s said %q instead of where it listens (%v)", bin, line, err)
	}
	p.url = url
	return p, nil
}

// stop ends the program in peace.
func (p *program) stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return p.cmd.Wait()
}

// kill ends it as a power cut does, as far as a process can tell.
func (p *program) kill() {
	p.cmd.Process.Kill() // SIGKILL; an error means that it is gone already
	p.cmd.Wait()
}
