"use strict";

// Behind a proxy that adds a prefix, the operations lie where this page lies.
const root = new URL(".", document.baseURI).pathname;
const besideThisPage = (update) => (described) =>
    update(root === "/" ? described : { ...described, servers: [{ url: root }] });

SwaggerUIBundle({
    url: "openapi.json",
    dom_id: "#swagger-ui",
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    docExpansion: "list",
    persistAuthorization: true,
    plugins: [{ statePlugins: { spec: { wrapActions: { updateJsonSpec: besideThisPage } } } }],
    validatorUrl: null,
});
