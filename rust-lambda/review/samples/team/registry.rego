# severity: high
package main

import data.lib.images

deny contains message if {
	input.kind == "Deployment"
	some container in input.spec.template.spec.containers
	not images.ours(container.image)
	message := {"msg": sprintf("%s comes from another registry", [container.name]), "path": ["spec", "template", "spec"]}
}
