package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.reconcile.ObjectEvent;
import dev.amioperator.testing.Manifests;
import org.junit.jupiter.api.Test;

class NewerImageEventsTest {
  private static final AmiImageStatus PLAIN = status("{imageId: ami-1}");
  private static final AmiImageStatus NEWER = status("{imageId: ami-1, newerImageId: ami-2}");
  private static final AmiImageStatus FOLLOWED = status("{imageId: ami-2, previousImageId: ami-1}");

  @Test
  void emitsOneEventPerNewerImage() {
    assertThat(ImageEvents.newerImage(PLAIN, NEWER))
        .map(ObjectEvent::message)
        .contains(events("ami-2"));
    assertThat(ImageEvents.newerImage(NEWER, NEWER)).isEmpty();
    assertThat(ImageEvents.newerImage(NEWER, status("{imageId: ami-1, newerImageId: ami-3}")))
        .map(ObjectEvent::message)
        .contains(events("ami-3"));
  }

  @Test
  void emitsFollowEventOnceWithFormerImage() {
    assertThat(ImageEvents.newerImage(NEWER, FOLLOWED))
        .map(ObjectEvent::message)
        .contains("Followed from ami-1 to ami-2.");
    assertThat(ImageEvents.newerImage(FOLLOWED, FOLLOWED)).isEmpty();
  }

  @Test
  void emitsNoEventForFirstImage() {
    assertThat(ImageEvents.newerImage(null, PLAIN)).isEmpty();
  }

  private static String events(String id) {
    return id + " was found; ami-1 is kept.";
  }

  private static AmiImageStatus status(String yaml) {
    return Manifests.read(yaml, AmiImageStatus.class);
  }
}
