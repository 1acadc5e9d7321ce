# Packages the result of `hack/mvn package`; nothing is compiled here.
FROM eclipse-temurin:25-jre

LABEL org.opencontainers.image.title="ami-operator" \
      org.opencontainers.image.description="Manages Amazon Machine Images as Kubernetes resources" \
      org.opencontainers.image.licenses="Apache-2.0"

# Layers by how often they change: libraries rarely, the operator's jar in each build.
# COPY keeps the files' times, which Quarkus uses to check its start-up index.
WORKDIR /opt/ami-operator
COPY target/quarkus-app/lib/ lib/
COPY target/quarkus-app/quarkus-run.jar quarkus-run.jar
COPY target/quarkus-app/quarkus/ quarkus/
COPY target/quarkus-app/app/ app/

# A numeric user, so that Kubernetes can verify that it is not root. The files belong to root: read only.
USER 65532
EXPOSE 8080

# Restart on OutOfMemoryError, instead of running on without the thread that failed.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "quarkus-run.jar"]
