package dev.amioperator.copy.queue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;

/** Reconciles the objects whose image copies may start, or ended. */
public final class CopyQueueEventSource {
  private CopyQueueEventSource() {}

  /** The event source of the copy queue for a kind's controller. */
  public static <R extends HasMetadata> SimpleInboundEventSource<R> of(CopyQueue queue) {
    SimpleInboundEventSource<R> source = new SimpleInboundEventSource<>("copyqueue");
    queue.addListener((destination, object) -> source.propagateEvent(object));
    return source;
  }
}
