package dev.amioperator.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The programs and CRDs of GitOps tools, built at the first call. */
final class GitOpsTools {
  static final Path HEALTH_SCRIPT = Path.of("config", "argocd", "health.lua");

  private static final Duration BUILD = Duration.ofMinutes(10);
  private static final Duration COMMAND = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private GitOpsTools() {}

  /** What kstatus and Argo CD make of an object. */
  record Health(String kstatus, String argoCd, String argoCdMessage) {}

  /** Runs object-health or kustomize. */
  static ProgramResult run(String program, String... arguments) {
    return ProgramResult.run(
        COMMAND,
        Stream.concat(Stream.of(directory().resolve(program).toString()), Stream.of(arguments))
            .toList());
  }

  /** The CRDs of Argo CD and Flux. */
  static Path crds() {
    return directory().resolve("crds");
  }

  /** The health of an object as the API server returns it. */
  static Health health(JsonNode object) {
    try {
      Path file = Files.createTempFile("object", ".json");
      try {
        JSON.writeValue(file.toFile(), object);
        ProgramResult result = run("object-health", HEALTH_SCRIPT.toString(), file.toString());
        if (result.status() != 0) {
          throw new AssertionError(result.output());
        }
        JsonNode line = JSON.readTree(result.output());
        return new Health(
            line.at("/kstatus/status").asText(),
            line.at("/argocd/status").asText(),
            line.at("/argocd/message").asText());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path directory() {
    return Path.of(
        ProgramResult.runScript(
            BUILD, List.of(Path.of("hack", "gitops-tools", "build").toString())));
  }
}
