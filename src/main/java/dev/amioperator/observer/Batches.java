package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.observer.Question.Fact;
import dev.amioperator.observer.Timeline.Moment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Puts questions to EC2, as many in a call as fit. */
final class Batches<T> implements Desk.Errand<T> {
  private static final Logger LOG = Logger.getLogger(Batches.class);

  private final Timeline timeline;
  private final Lookup<T> lookup;

  Batches(Timeline timeline, Lookup<T> lookup) {
    this.timeline = timeline;
    this.lookup = lookup;
  }

  private enum Outcome {
    DONE,
    /** One of the questions spoils the call for the others. */
    SPLIT,
    HELD_BACK
  }

  /** Asks batch by batch; when our own rate limit holds one back, the rest waits with it. */
  @Override
  public void run(Desk<T> desk, List<String> keys) {
    Deque<List<String>> batches = new ArrayDeque<>();
    for (int from = 0; from < keys.size(); from += lookup.batch()) {
      batches.add(keys.subList(from, Math.min(keys.size(), from + lookup.batch())));
    }
    while (!batches.isEmpty()) {
      List<String> batch = batches.poll();
      switch (ask(desk, batch)) {
        case DONE -> {}
        case SPLIT -> {
          batches.addFirst(batch.subList(batch.size() / 2, batch.size()));
          batches.addFirst(batch.subList(0, batch.size() / 2));
        }
        case HELD_BACK -> {
          List<String> left = new ArrayList<>(batch);
          batches.forEach(left::addAll);
          desk.putBack(left);
          return;
        }
      }
    }
  }

  private Outcome ask(Desk<T> desk, List<String> batch) {
    Moment began = timeline.mark();
    try {
      Map<String, T> answers = lookup.ask().apply(batch);
      desk.settled(batch, key -> Optional.of(fact(desk, key, answers, began)));
      return Outcome.DONE;
    } catch (Ec2CallException failure) {
      if (failure.limitedLocally()) {
        return Outcome.HELD_BACK;
      }
      if (batch.size() > 1 && aboutOneOfThem(failure)) {
        return Outcome.SPLIT;
      }
      desk.failed(batch, failure);
      return Outcome.DONE;
    } catch (RuntimeException fault) {
      LOG.error("A look-up failed; this is a fault of the operator", fault);
      desk.failed(batch, Ec2CallException.operatorFault("A look-up", fault));
      return Outcome.DONE;
    }
  }

  /** EC2 refuses a whole call for one id that it does not know or cannot read. */
  private static boolean aboutOneOfThem(Ec2CallException failure) {
    return switch (failure.errorClass()) {
      case NOT_FOUND, INVALID, WRONG_STATE -> true;
      case ALREADY_EXISTS, IN_USE, PROTECTED, THROTTLED, QUOTA, DENIED, UNSUPPORTED, TRANSIENT ->
          false;
    };
  }

  private Fact<T> fact(Desk<T> desk, String key, Map<String, T> answers, Moment began) {
    T answer = answers.get(key);
    return new Fact<>(
        answer != null ? answer : lookup.missing().apply(desk.lastSeen(key), began.at()), began);
  }
}
