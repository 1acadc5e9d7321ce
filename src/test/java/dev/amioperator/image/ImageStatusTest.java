package dev.amioperator.image;

import static dev.amioperator.testing.Examples.ACCOUNT;
import static dev.amioperator.testing.Examples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.ImageSource.Management;
import dev.amioperator.ec2.Holdings;
import dev.amioperator.ec2.Image;
import dev.amioperator.lifecycle.Acted;
import dev.amioperator.lifecycle.Reason;
import dev.amioperator.lifecycle.Verdict;
import dev.amioperator.testing.Examples;
import dev.amioperator.testing.Manifests;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageStatusTest {
  private static final Image UNTAGGED =
      Examples.image("ami-00000000000000001", Image.State.AVAILABLE, Map.of());

  @Test
  void anImageThatIsStillToBeAdoptedDoesNotStandForTheObject() {
    assertThat(status(Cases.existing(Management.ADOPT)).imageId()).isNull();
  }

  @Test
  void anAdoptedImageThatLostItsTagsStillDoes() {
    Desired adopted = Cases.knowing(Cases.existing(Management.ADOPT), UNTAGGED.id());

    assertThat(status(adopted).imageId()).isEqualTo(UNTAGGED.id());
  }

  @Test
  void anImageThatIsOnlyObservedDoesWithoutTags() {
    assertThat(status(Cases.existing(Management.OBSERVE)).imageId()).isEqualTo(UNTAGGED.id());
  }

  private static AmiImageStatus status(Desired desired) {
    AmiImageStatus former =
        desired
            .imageId()
            .map(
                id ->
                    Manifests.read(
                        "{accountId: '%s', imageId: %s}".formatted(ACCOUNT, id),
                        AmiImageStatus.class))
            .orElse(null);
    AmiImage resource = Cases.resource(desired.source(), former);
    Acted acted =
        new Acted(
            Optional.empty(),
            false,
            new Verdict.Waiting(Reason.Progressing, "Tagging it.", Duration.ofSeconds(1)));
    return new ImageStatus(resource, NOW)
        .seen(
            ACCOUNT,
            desired,
            Cases.observed(Holdings.NONE, Optional.empty()),
            new Standing.Untagged(UNTAGGED),
            acted)
        .status();
  }
}
