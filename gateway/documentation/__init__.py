"""What the gateway says of itself: the OpenAPI document and the page /docs."""
