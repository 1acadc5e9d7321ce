# Packages what Maven has built and tested; nothing is compiled here. So the image has the very files that the tests
# ran, and the jars, which fit every architecture, are not built again under emulation for each of them.
#
# The tag is for people, the digest decides; Dependabot updates both. A digest of the index of all architectures.
FROM eclipse-temurin:25.0.4.1_1-jre@sha256:fcd7fd7b387f94bb2ac461478a7436ad8e349924c374ea8313919624dceae636 AS operator

# Layers by how often they change: libraries rarely, the operator's jar in each build.
# COPY keeps the files' times, by which the JVM recognises the files of its cache.
WORKDIR /opt/ami-operator
COPY target/quarkus-app/lib/ lib/
COPY target/quarkus-app/quarkus-run.jar quarkus-run.jar
COPY target/quarkus-app/quarkus/ quarkus/
COPY target/quarkus-app/app/ app/

# The cache fits only the JVM that wrote it, so it is written here, for each architecture.
FROM operator AS cache
RUN --mount=type=bind,source=hack/aot-cache,target=/aot-cache bash /aot-cache .

FROM operator

LABEL org.opencontainers.image.title="ami-operator" \
      org.opencontainers.image.description="Manages Amazon Machine Images as Kubernetes resources" \
      org.opencontainers.image.licenses="Apache-2.0"

COPY --from=cache /opt/ami-operator/ami-operator.aot ami-operator.aot

# A numeric user, so that Kubernetes can verify that it is not root. The files belong to root: read only.
USER 65532:65532
EXPOSE 8080

# If the cache does not fit, such as with a Java agent, the JVM starts without it.
# Restart on OutOfMemoryError, instead of running on without the thread that failed.
# What is known of AWS lives for hours: the old generation has four fifths of the heap, so that it fits.
ENTRYPOINT ["java", "-XX:AOTCache=ami-operator.aot", "-XX:MaxRAMPercentage=40", "-XX:NewRatio=4", "-XX:+ExitOnOutOfMemoryError", "-jar", "quarkus-run.jar"]
