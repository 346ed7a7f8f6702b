package lib.images

ours(image) if startswith(image, "registry.shop.example/")
