package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.reconcile.ObjectEvent;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Manifests;
import org.junit.jupiter.api.Test;

class ImageLossEventsTest {
  private static final AmiImageStatus THERE = status("{imageId: ami-1, state: available}");
  private static final AmiImageStatus GONE = status("{imageId: ami-1, state: gone}");

  @Test
  void emitsLossAndReturnOnce() {
    assertThat(ImageEvents.loss(THERE, GONE))
        .hasValueSatisfying(
            news -> {
              assertThat(news.reason()).isEqualTo(Reason.ImageGone);
              assertThat(news.type()).isEqualTo(ObjectEvent.Type.WARNING);
              assertThat(news.message()).contains("ami-1", "outside the operator");
            });
    assertThat(ImageEvents.loss(GONE, GONE)).isEmpty();
    assertThat(ImageEvents.loss(GONE, THERE))
        .hasValueSatisfying(news -> assertThat(news.reason()).isEqualTo(Reason.Restored));
    assertThat(ImageEvents.loss(THERE, THERE)).isEmpty();
  }

  @Test
  void emitsNoEventForConditionMessage() {
    AmiImageStatus stalled =
        status("{imageId: ami-1, state: gone, conditions: [{type: Stalled, status: 'True'}]}");
    assertThat(ImageEvents.loss(THERE, stalled)).isEmpty();
  }

  @Test
  void emitsEventForReplacementImage() {
    assertThat(ImageEvents.loss(THERE, status("{imageId: ami-2}")))
        .hasValueSatisfying(news -> assertThat(news.message()).contains("ami-1", "ami-2"));
  }

  @Test
  void emitsNoLossForFirstOrFollowedImage() {
    assertThat(ImageEvents.loss(null, THERE)).isEmpty();
    assertThat(ImageEvents.loss(status("{state: failed}"), THERE)).isEmpty();
    assertThat(ImageEvents.loss(THERE, status("{imageId: ami-2, previousImageId: ami-1}")))
        .isEmpty();
  }

  private static AmiImageStatus status(String yaml) {
    return Manifests.read(yaml, AmiImageStatus.class);
  }
}
