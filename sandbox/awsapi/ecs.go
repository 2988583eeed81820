package awsapi

import (
	"strconv"
	"strings"

	"rolecall/sandbox/world"
)

// tasksService is the service principal that ECS assumes task roles as.
const tasksService = "ecs-tasks.amazonaws.com"

// taskRole checks a role that a task is to run as: the caller must be allowed to
// pass it. See "IAM roles for Amazon ECS" in the ECS Developer Guide.
func (c *Call) taskRole(arn string) error {
	if arn == "" {
		return nil
	}
	r := c.World.RoleByARN(arn)
	if r == nil || r.Account != c.Access.Who.Account {
		return c.fail("ClientException", 400, "Role is not valid")
	}
	return c.passRole(r, tasksService)
}

func newTaskItem(r *world.Resource) taskDefinitionItem {
	family, revision, _ := strings.Cut(r.Name, ":")
	n, _ := strconv.Atoi(revision)
	return taskDefinitionItem{r.ARN(), family, r.Values["taskRole"], r.Values["executionRole"], n, "ACTIVE"}
}

func registerTask(c *Call) (any, error) {
	family := c.str("family")
	revision := 1
	for _, r := range c.resourcesOf("task_definitions") {
		if item := newTaskItem(r); item.Family == family && item.Revision >= revision {
			revision = item.Revision + 1
		}
	}
	name := family + ":" + strconv.Itoa(revision)
	if err := c.authorize("ecs:RegisterTaskDefinition", world.Target{ARN: c.arnOf("ecs", "task-definition/"+name), Account: c.Access.Who.Account}, nil); err != nil {
		return nil, err
	}
	for _, param := range []string{"taskRoleArn", "executionRoleArn"} {
		if err := c.taskRole(c.str(param)); err != nil {
			return nil, err
		}
	}
	if len(c.resourcesOf("task_definitions")) >= 50 {
		return nil, c.fail("LimitExceededException", 400, "An account of the sandbox holds at most 50 task definitions.")
	}
	r, err := c.World.AddResource(c.account(), "task_definitions", name)
	if err != nil {
		return nil, c.fail("ClientException", 400, "%s", err.Error())
	}
	r.Values = map[string]string{"taskRole": c.str("taskRoleArn"), "executionRole": c.str("executionRoleArn")}
	return &taskDefinitionOutput{newTaskItem(r)}, nil
}

func listTasks(c *Call) (any, error) {
	if err := c.authorize("ecs:ListTaskDefinitions", c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	out := &listTasksOutput{ARNs: []string{}}
	for _, r := range c.resourcesOf("task_definitions") {
		out.ARNs = append(out.ARNs, r.ARN())
	}
	return out, nil
}

// taskDefinition finds a task definition by its ARN, or by its family with or
// without the revision: the newest then.
func (c *Call) taskDefinition(name string) *world.Resource {
	name = name[strings.LastIndexByte(name, '/')+1:]
	var newest *world.Resource
	for _, r := range c.resourcesOf("task_definitions") {
		if r.Name == name {
			return r
		}
		if item := newTaskItem(r); item.Family == name && (newest == nil || item.Revision > newTaskItem(newest).Revision) {
			newest = r
		}
	}
	return newest
}

func runTask(c *Call) (any, error) {
	name := c.str("taskDefinition")
	r := c.taskDefinition(name)
	arn := c.arnOf("ecs", "task-definition/"+name[strings.LastIndexByte(name, '/')+1:])
	if r != nil {
		arn = r.ARN()
	}
	cluster := c.str("cluster")
	cluster = c.arnOf("ecs", "cluster/"+orElse(cluster[strings.LastIndexByte(cluster, '/')+1:], "default"))
	if err := c.authorize("ecs:RunTask", world.Target{ARN: arn, Account: c.Access.Who.Account}, world.Context{"ecs:cluster": {cluster}}); err != nil {
		return nil, err
	}
	if r == nil {
		return nil, c.fail("ClientException", 400, "TaskDefinition not found.")
	}
	for _, role := range []string{r.Values["taskRole"], r.Values["executionRole"]} {
		if err := c.taskRole(role); err != nil {
			return nil, err
		}
	}
	id := strings.ReplaceAll(c.World.NewUUID(), "-", "")
	task := taskItem{c.arnOf("ecs", "task/"+cluster[strings.LastIndexByte(cluster, '/')+1:]+"/"+id), cluster, r.ARN(), "PROVISIONING", c.Access.Time}
	return &runTaskOutput{[]taskItem{task}, []struct{}{}}, nil
}
