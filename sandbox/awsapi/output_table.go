package awsapi

func (d *document) table(string) (string, error) { return "", nil }
