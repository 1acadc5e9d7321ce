package dev.amioperator.observer;

import static dev.amioperator.observer.ObserverFixtures.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class UnchangedItemsTest {
  @Test
  void sharesWhatDidNotChange() {
    Image same = tagged("ami-1", "1");
    UnaryOperator<Page<Image>> unchanged =
        UnchangedItems.of(Optional.of(List.of(same, tagged("ami-2", "1"))), Image::id);

    Page<Image> page =
        unchanged.apply(
            new Page<>(
                List.of(tagged("ami-1", "1"), tagged("ami-2", "2"), tagged("ami-3", "1")),
                Optional.of("next")));

    assertThat(page.items())
        .containsExactly(tagged("ami-1", "1"), tagged("ami-2", "2"), tagged("ami-3", "1"));
    assertThat(page.items().getFirst()).isSameAs(same);
    assertThat(page.nextToken()).contains("next");
  }

  @Test
  void returnsFirstListingAsItIs() {
    Page<Image> page = new Page<>(List.of(tagged("ami-1", "1")), Optional.empty());
    assertThat(UnchangedItems.<Image>of(Optional.empty(), Image::id).apply(page)).isEqualTo(page);
  }

  private static Image tagged(String id, String run) {
    return image(id, "web", Image.State.AVAILABLE, Map.of("run", run));
  }
}
