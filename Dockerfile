# Packs what `hack/mvn package` has built; nothing is compiled here.
FROM eclipse-temurin:25-jre

LABEL org.opencontainers.image.title="ami-operator" \
      org.opencontainers.image.description="Manages Amazon Machine Images as Kubernetes resources" \
      org.opencontainers.image.licenses="Apache-2.0"

# The layers in the order in which they change: libraries seldom, the operator's own jar each time.
# COPY keeps the files' times, by which Quarkus knows that its start-up index still fits.
WORKDIR /opt/ami-operator
COPY target/quarkus-app/lib/ lib/
COPY target/quarkus-app/quarkus-run.jar quarkus-run.jar
COPY target/quarkus-app/quarkus/ quarkus/
COPY target/quarkus-app/app/ app/

# A number, so that Kubernetes can tell that it is not root. The files stay root's: read only.
USER 65532
EXPOSE 8080

# Better a restart than an operator that lives on with a thread dead of exhaustion.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "quarkus-run.jar"]
