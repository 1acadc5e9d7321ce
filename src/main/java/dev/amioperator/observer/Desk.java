package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.observer.Question.Fact;
import dev.amioperator.observer.Timeline.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The questions of one kind about one place. Gathers them for a moment, has them put to EC2
 * together, and remembers the answers. No question is under way twice at a time.
 */
final class Desk<T> {
  private final Timeline timeline;
  private final Background background;
  private final Pace pace;
  private final Errand<T> errand;
  private final Function<String, Optional<Fact<T>>> glimpse;

  private final Map<String, Question<T>> questions = new HashMap<>();
  private final Set<String> waiting = new LinkedHashSet<>();
  private boolean windowOpen;
  private boolean cameSinceCheck;
  private int checks;

  /** Puts questions to EC2, in a background thread. */
  interface Errand<T> {
    /**
     * Tells the desk of each question exactly once, now or later, what became of it: {@link
     * #settled}, {@link #failed} or {@link #putBack}.
     */
    void run(Desk<T> desk, List<String> keys);
  }

  /**
   * @param glimpse what a scan happened to show of it
   */
  Desk(
      Timeline timeline,
      Background background,
      Pace pace,
      Errand<T> errand,
      Function<String, Optional<Fact<T>>> glimpse) {
    this.timeline = timeline;
    this.background = background;
    this.pace = pace;
    this.errand = errand;
    this.glimpse = glimpse;
  }

  /**
   * @param outdated whether what was seen at a moment is stale for the one who asks
   */
  synchronized Sight<T> ask(String key, Instant notBefore, Predicate<Moment> outdated) {
    Instant now = timeline.now();
    Question<T> question = questions.computeIfAbsent(key, k -> new Question<>());
    question.askedAbout(now);
    glimpse.apply(key).ifPresent(question::learn);
    Sight<T> sight = question.sight(now, notBefore, outdated);
    if (sight instanceof Sight.Pending<T> && question.idle()) {
      enqueue(key, question);
    }
    return sight;
  }

  /** Asks again what somebody asked about since then, so that nobody has to wait for it. */
  synchronized void refresh(Instant askedSince, Predicate<String> wanted) {
    Instant now = timeline.now();
    questions.forEach(
        (key, question) -> {
          if (question.refreshable(now, askedSince) && wanted.test(key)) {
            enqueue(key, question);
          }
        });
  }

  /** The questions were answered, by facts or by a scan that {@code glimpse} now shows. */
  synchronized void settled(List<String> keys, Function<String, Optional<Fact<T>>> facts) {
    for (String key : keys) {
      Question<T> question = questions.get(key);
      facts.apply(key).ifPresent(question::learn);
      question.settle();
    }
  }

  synchronized void failed(List<String> keys, Ec2CallException failure) {
    keys.forEach(key -> questions.get(key).fail(failure, timeline.now()));
  }

  /** The questions could not be put yet: they go out again after a pause, before all others. */
  synchronized void putBack(List<String> keys) {
    Set<String> later = new LinkedHashSet<>(waiting);
    waiting.clear();
    waiting.addAll(keys);
    waiting.addAll(later);
    if (!windowOpen) {
      windowOpen = true;
      background.after(Listing.HELD_BACK_PAUSE, this::closeWindow);
    }
  }

  /** What was last seen of it, for those who compare. */
  synchronized Optional<T> lastSeen(String key) {
    return Optional.ofNullable(questions.get(key)).flatMap(Question::fact).map(Fact::value);
  }

  /** Forgets what nobody asked for since then; whether that leaves nothing. */
  synchronized boolean forget(Instant notAskedSince) {
    questions.values().removeIf(question -> question.forgettable(notAskedSince));
    return questions.isEmpty();
  }

  private void enqueue(String key, Question<T> question) {
    question.sendOff();
    waiting.add(key);
    openWindow();
  }

  private void openWindow() {
    cameSinceCheck = true;
    if (!windowOpen) {
      windowOpen = true;
      cameSinceCheck = false;
      checks = 0;
      background.after(pace.batchIdle(), this::closeWindow);
    }
  }

  /** Sends the gathered questions off once no more come, or when the first waited long enough. */
  private void closeWindow() {
    List<String> keys;
    synchronized (this) {
      checks++;
      if (cameSinceCheck
          && pace.batchIdle().multipliedBy(checks + 1L).compareTo(pace.batchAtMost()) <= 0) {
        cameSinceCheck = false;
        background.after(pace.batchIdle(), this::closeWindow);
        return;
      }
      keys = new ArrayList<>(waiting);
      waiting.clear();
      windowOpen = false;
    }
    errand.run(this, keys);
  }
}
