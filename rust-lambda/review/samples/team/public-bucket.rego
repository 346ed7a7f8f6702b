package Cx

CxPolicy[result] {
	doc := input.document[i]
	[path, value] := walk(doc)
	value.acl == "public-read"
	result := {
		"documentId": input.document[i].id,
		"searchKey": sprintf("%s[%s].acl", [path[1], path[2]]),
		"keyActualValue": sprintf("%s is public", [path[2]]),
	}
}
