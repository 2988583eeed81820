package iam

var limitRows = []row{
	// combine.session-policy
	{Rule: ruleSession, Doc: pagePolicies + " § Session policies", Say: "a session policy grants nothing", Who: ci, Do: "s3:GetObject", On: obj, Sess: []string{full}, Want: "implicitDeny identity"},
	{Rule: ruleSession, Doc: pagePolicies + " § Session policies", Say: "it intersects with the role's policies", Who: ci, Do: "s3:GetObject", On: obj, ID: []string{full}, Sess: []string{"Allow ec2:* on *"}, Want: "implicitDeny session"},
	{Rule: ruleSession, Doc: pagePolicies + " § Session policies", Say: "several of them unite", Who: ci, Do: "s3:GetObject", On: obj, ID: []string{full}, Sess: []string{"Allow ec2:* on *", "Allow s3:* on *"}, Want: "allowed"},
	{Rule: ruleSession, Doc: pagePolicies + " § Session policies", Say: "none passed leaves the role's policies whole", Who: ci, Do: "s3:GetObject", On: obj, ID: []string{full}, Want: "allowed"},
	{Rule: ruleSession, Doc: pagePolicies + " § Session policies", Say: "its Deny beats what the role has", Who: ci, Do: "s3:GetObject", On: obj, ID: []string{full}, Sess: []string{full + ";Deny s3:Get* on *"}, Want: "explicitDeny session"},

	// combine.boundary
	{Rule: ruleBoundary, Doc: pageBoundary + " § Evaluating effective permissions with boundaries", Say: "a boundary grants nothing", Who: alice, Do: "s3:GetObject", On: obj, B: full, Want: "implicitDeny identity"},
	{Rule: ruleBoundary, Doc: pageBoundary + " § Evaluating effective permissions with boundaries", Say: "it limits identity policies", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, B: "Allow ec2:* on *", Want: "implicitDeny boundary"},
	{Rule: ruleBoundary, Doc: pageBoundary + " § Evaluating effective permissions with boundaries", Say: "both must allow", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{"Allow s3:* on *"}, B: "Allow s3:Get* on *", Want: "allowed"},
	{Rule: ruleBoundary, Doc: pageBoundary + " § Evaluating effective permissions with boundaries", Say: "boundary and session policy limit together", Who: ci, Do: "s3:GetObject", On: obj, ID: []string{full}, B: "Allow s3:Put* on *", Sess: []string{"Allow s3:Put* on *"}, Want: "implicitDeny boundary session"},
	{Rule: ruleBoundary, Doc: pageBoundary + " § Evaluating effective permissions with boundaries", Say: "an account's grant does not lift it", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, B: "Allow ec2:* on *", R: "Allow s3:* on * to " + home, Want: "implicitDeny boundary"},

	// combine.federated-user
	{Rule: ruleFederated, Doc: pageFederation + " § Session policy passed as parameter", Say: "no session policy, no permissions", Who: fed, Do: "s3:GetObject", On: obj, ID: []string{full}, Want: "implicitDeny session"},
	{Rule: ruleFederated, Doc: pageFederation + " § Session policy passed as parameter", Say: "the intersection with the user's policies", Who: fed, Do: "s3:GetObject", On: obj, ID: []string{full}, Sess: []string{"Allow s3:Get* on *"}, Want: "allowed"},
	{Rule: ruleFederated, Doc: pageFederation + " § Session policy passed as parameter", Say: "a session policy alone grants nothing", Who: fed, Do: "s3:GetObject", On: obj, Sess: []string{full}, Want: "implicitDeny identity"},
	{Rule: ruleFederated, Doc: pageFederation + " § Resource-based policies", Say: "a resource open to everybody is a direct grant", Who: fed, Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to *", Want: "allowed"},
	{Rule: ruleFederated, Doc: pageFederation + " § Resource-based policies", Say: "the user's path does not matter", Who: fed, Do: "s3:GetObject", On: obj, Sess: []string{full}, R: "Allow s3:* on * to arn:aws:iam::111122223333:user/team/alice", Want: "allowed"},
	{Rule: ruleFederated, Doc: pageCross + " § Determining whether a cross-account request is allowed", Say: "across accounts the session policy is needed though the session is named", Who: fed, Do: "s3:GetObject", On: obj, Owner: away, ID: []string{full}, R: "Allow s3:* on * to " + fed, Want: "implicitDeny session"},
}
