package dev.amioperator.image;

import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageSummary;
import dev.amioperator.observer.Presence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class ResolvedImageTest {
  private static final ImageSummary YOUNG = createdAt("ami-1", Duration.ofDays(1));
  private static final ImageSummary OLD = createdAt("ami-2", Duration.ofDays(9));

  @Test
  void findsNewestImageInAnyOrder() {
    assertThat(ResolvedImage.newest(List.of(OLD, YOUNG), NOW)).contains("ami-1");
    assertThat(ResolvedImage.newest(List.of(YOUNG, OLD), NOW)).contains("ami-1");
  }

  @Test
  void breaksTiesConsistently() {
    ImageSummary twin = createdAt("ami-3", Duration.ofDays(1));
    assertThat(ResolvedImage.newest(List.of(YOUNG, twin), NOW)).contains("ami-3");
    assertThat(ResolvedImage.newest(List.of(twin, YOUNG), NOW)).contains("ami-3");
  }

  @Test
  void excludesImageFromItsDeprecationTime() {
    assertThat(ResolvedImage.newest(List.of(OLD, deprecated(YOUNG, Duration.ZERO)), NOW))
        .contains("ami-2");
    assertThat(ResolvedImage.newest(List.of(OLD, deprecated(YOUNG, Duration.ofSeconds(1))), NOW))
        .contains("ami-1");
  }

  @Test
  void prefersImagesWithCreationDate() {
    ImageSummary undated = new ImageSummary("ami-9", Optional.empty(), Optional.empty());
    assertThat(ResolvedImage.newest(List.of(undated, OLD), NOW)).contains("ami-2");
    assertThat(ResolvedImage.newest(List.of(undated), NOW)).contains("ami-9");
    assertThat(ResolvedImage.newest(List.of(), NOW)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = Image.State.class, mode = Mode.EXCLUDE, names = "AVAILABLE")
  void requiresAvailableImage(Image.State state) {
    ResolvedImage finding =
        ResolvedImage.ofImageId("ami-1", Presence.of(image("ami-1", state, Map.of())), () -> "");
    assertThat(finding.image()).isEmpty();
    assertThat(finding.message()).contains("ami-1", state.value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ami-xyz", "", "{\"image_id\":\"ami-01234567\"}", "s3cret"})
  void rejectsInvalidImageId(String value) {
    assertThat(ResolvedImage.parseImageId(Optional.of(value))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "` `| empty",
        "` ami-0123456789abcdef0`| an image id with blanks around it",
        "{\"image_id\":\"ami-01234567\"}| JSON",
        "[\"ami-01234567\"]| JSON",
        "ami-01234567,ami-01234568| a list of image ids",
        "ami-xyz| a malformed image id",
        "arn:aws:ec2:eu-west-1::image/ami-01234567| an ARN or a URL",
        "web-42| a name"
      })
  void namesKindOfValueOnly(String value, String kind) {
    assertThat(ResolvedImage.kindOf(value)).isEqualTo(kind);
  }

  /** Without an id: a namespace that may not use the images learns none. */
  @Test
  void countsDeprecatedImages() {
    assertThat(
            ResolvedImage.noneFound(
                List.of(
                    deprecated(OLD, Duration.ofDays(-3)), deprecated(YOUNG, Duration.ofDays(-2)))))
        .contains("only deprecated images", "2", "until 2026-05-30T12:00:00Z")
        .doesNotContain("ami-");
    assertThat(ResolvedImage.noneFound(List.of())).contains("no available image matches");
  }

  @Test
  void knowsDeregisteredImageIsGone() {
    ResolvedImage deregistered =
        ResolvedImage.ofImageId(
            "ami-1", Presence.of(image("ami-1", Image.State.DEREGISTERED, Map.of())), () -> "");
    assertThat(deregistered.gone()).isTrue();
    assertThat(deregistered.message()).contains("ami-1 was deregistered by its owner, account");
    assertThat(ResolvedImage.none("why").gone()).isFalse();
  }

  private static ImageSummary createdAt(String id, Duration ago) {
    return new ImageSummary(id, Optional.of(NOW.minus(ago)), Optional.empty());
  }

  private static ImageSummary deprecated(ImageSummary imageSummary, Duration in) {
    return new ImageSummary(imageSummary.id(), imageSummary.created(), Optional.of(NOW.plus(in)));
  }
}
