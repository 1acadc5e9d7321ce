package dev.amioperator.observer;

import dev.amioperator.ec2.Place;
import dev.amioperator.observer.Timeline.Moment;
import java.util.function.Supplier;

/**
 * Lets the observer know of writes: what it saw of the owner before the end of the call does not
 * count after it. A failed call is no exception, its answer may have been lost after the effect.
 */
record Marking(WriteMarks marks, Supplier<Moment> mark) {
  void of(Place place, String owner, Runnable write) {
    of(
        place,
        owner,
        () -> {
          write.run();
          return null;
        });
  }

  <T> T of(Place place, String owner, Supplier<T> write) {
    marks.begun(place, owner);
    try {
      return write.get();
    } finally {
      marks.ended(place, owner, mark.get());
    }
  }
}
