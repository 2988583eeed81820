package awsapi

func (d *document) yaml() string { return "" }
