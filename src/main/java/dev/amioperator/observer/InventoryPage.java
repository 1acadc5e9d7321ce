package dev.amioperator.observer;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reduces a page of images to what retention decides by: a large account has a hundred thousand
 * images, and all stay in memory. Images of a page share equal values, as most of their tags are.
 */
final class InventoryPage {
  private final Map<Object, Object> known = new HashMap<>();

  private InventoryPage() {}

  /** The page with images without descriptions and state reasons. */
  static Page<Image> of(Page<Image> page) {
    InventoryPage reduced = new InventoryPage();
    return new Page<>(page.items().stream().map(reduced::image).toList(), page.nextToken());
  }

  private Image image(Image image) {
    return new Image(
        image.id(),
        image.name(),
        shared(image.ownerId()),
        image.state(),
        "",
        image.created(),
        "",
        tags(image.tags()),
        image.blockDevices().stream().map(this::blockDevice).toList(),
        shared(image.settings()),
        shared(image.architecture()),
        image.copiedFrom(),
        image.lastLaunched());
  }

  private Map<String, String> tags(Map<String, String> tags) {
    return shared(
        Tags.copyOf(
            tags.entrySet().stream()
                .collect(
                    Collectors.toMap(tag -> shared(tag.getKey()), tag -> shared(tag.getValue())))));
  }

  private Image.BlockDevice blockDevice(Image.BlockDevice device) {
    return new Image.BlockDevice(
        shared(device.deviceName()), device.snapshotId(), device.sizeGib(), device.encrypted());
  }

  /** The first equal value of the page. */
  @SuppressWarnings("unchecked")
  private <T> T shared(T value) {
    return (T) known.computeIfAbsent(value, first -> first);
  }
}
