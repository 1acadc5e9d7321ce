package dev.amioperator.it;

import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The Helm chart as rendered for a release in Kubernetes. */
record Chart(String release, String namespace) {
  static final String DIRECTORY = Path.of("helm", "ami-operator").toString();

  /** The chart of the CRDs. */
  static final String CRDS = Path.of("helm", "ami-operator-crds").toString();

  private static final Duration BUILD = Duration.ofMinutes(10);
  private static final Duration COMMAND = Duration.ofMinutes(1);

  static ProgramResult helm(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(helmProgram().toString());
    command.addAll(List.of(arguments));
    return ProgramResult.run(COMMAND, command);
  }

  /** The helm program, built at the first call. */
  static Path helmProgram() {
    return Path.of(ProgramResult.runScript(BUILD, List.of(Path.of("hack", "helm").toString())));
  }

  ProgramResult render(String... options) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("template", release, DIRECTORY));
    // A helm binary not built by its own makefile assumes an old cluster.
    arguments.addAll(List.of("--namespace=" + namespace, "--kube-version=1.35"));
    arguments.addAll(List.of(options));
    return helm(arguments.toArray(String[]::new));
  }

  /** Has kubectl apply what was rendered. */
  ProgramResult apply(ControlPlane controlPlane, ProgramResult rendered, String... options) {
    try {
      Path file = Files.createTempFile("chart", ".yaml");
      try {
        Files.writeString(file, rendered.output());
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("apply", "-f", file.toString()));
        arguments.addAll(List.of(options));
        return controlPlane.kubectl(arguments.toArray(String[]::new));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
