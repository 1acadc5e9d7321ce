package dev.amioperator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlPlaneIT {
  @Test
  void servesCustomResources() {
    assertThat(
            ControlPlane.get()
                .kubectl("api-resources", "--api-group=amioperator.dev", "--output=name")
                .output()
                .lines())
        .contains(
            "amiimages.amioperator.dev",
            "amicopies.amioperator.dev",
            "amiretentionpolicies.amioperator.dev",
            "awsaccounts.amioperator.dev");
  }

  /** Otherwise the tests of the oldest Kubernetes would run on the newest, and pass. */
  @Test
  void runsTheVersionThatIsAskedFor() throws IOException {
    boolean oldest = "oldest".equals(System.getenv("CONTROL_PLANE"));
    Path modules = Path.of("hack", "control-plane", oldest ? "oldest/go.mod" : "go.mod");
    List<String> required =
        Files.readAllLines(modules).stream()
            .map(line -> line.strip().split(" "))
            .filter(words -> words.length > 1 && words[0].equals("k8s.io/kubernetes"))
            .map(words -> words[1])
            .toList();

    assertThat(required)
        .containsExactly(ControlPlane.get().client().getKubernetesVersion().getGitVersion());
  }
}
