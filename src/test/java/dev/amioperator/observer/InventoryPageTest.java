package dev.amioperator.observer;

import static dev.amioperator.observer.ObserverFixtures.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageBuilder;
import dev.amioperator.ec2.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InventoryPageTest {
  @Test
  void keepsWhatRetentionDecidesBy() {
    Image image =
        ImageBuilder.builder(image("ami-1", "web", Image.State.AVAILABLE, Map.of("family", "web")))
            .copiedFrom(Optional.of(new Image.Source("ami-2", "us-east-1")))
            .lastLaunched(Optional.of(Instant.EPOCH))
            .build();

    Page<Image> page = InventoryPage.of(new Page<>(List.of(image), Optional.of("next")));

    assertThat(page).isEqualTo(new Page<>(List.of(image), Optional.of("next")));
  }

  @Test
  void sharesEqualTagsOfImages() {
    List<Image> images =
        InventoryPage.of(
                new Page<>(List.of(tagged("ami-1", "1"), tagged("ami-2", "2")), Optional.empty()))
            .items();

    assertThat(images.getFirst().tags().keySet())
        .allSatisfy(
            key ->
                assertThat(images.getLast().tags().keySet())
                    .anySatisfy(other -> assertThat(other).isSameAs(key)));
    assertThat(images.getLast().tags()).containsEntry("run", "2");
  }

  /** The keys are new strings, as in each answer of EC2. */
  private static Image tagged(String id, String run) {
    return image(
        id,
        "web",
        Image.State.AVAILABLE,
        Map.of(new String("team"), "shop", new String("run"), run));
  }
}
