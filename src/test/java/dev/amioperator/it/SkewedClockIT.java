package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.RealApiProfile;
import dev.amioperator.testing.SimulatorAdmin;
import dev.amioperator.testing.SimulatorResource;
import dev.amioperator.testing.SkewedClock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * An operator whose clock is wrong, with EC2 over the wire: it creates images, and deletes none.
 */
@QuarkusTest
@TestProfile(SkewedClockIT.SkewedClockProfile.class)
class SkewedClockIT {
  public static class SkewedClockProfile extends RealApiProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(SkewedClock.class);
    }
  }

  private final AmiImages images = AmiImages.in("skewed");

  @ConfigProperty(name = SimulatorResource.ADMIN)
  URI admin;

  @Test
  void deletesNothing() {
    Manifests.apply(images.kubernetes(), Manifests.account());
    images.create(
        "skewed", "source: {instance: {instanceId: i-0123456789abcdef0, noReboot: true}}");
    images.awaitReady("skewed");

    images.named("skewed").delete();
    var held =
        images.awaitStatus(
            "skewed",
            status ->
                status.conditions().stream()
                    .anyMatch(condition -> "ClockSkew".equals(condition.reason())));
    assertThat(held.conditions().getFirst().message())
        .contains("DeregisterImage", "clock is 10 minutes ahead of AWS's");
    assertThat(new SimulatorAdmin(admin).calls("DeregisterImage")).isEmpty();

    images
        .named("skewed")
        .edit(
            image -> {
              image.getMetadata().setAnnotations(Map.of("amioperator.dev/abandon", "true"));
              return image;
            });
    images.awaitDeletion("skewed");
  }
}
