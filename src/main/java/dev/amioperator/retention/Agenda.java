package dev.amioperator.retention;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.reconcile.AwsAction;
import dev.amioperator.retention.Departures.Step;
import dev.amioperator.retention.Retirement.Next;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a policy is to do now, and what its status has to say afterwards. An image that is new in
 * the ledger is not touched in the same round: the ledger has to stand in the status before.
 *
 * @param errands what to do, each by itself: the failure of one holds no other up
 * @param ledger the entries that stay, and the new ones
 * @param retired when images were counted for the limits
 * @param waiting what is under way, in words; empty: nothing is
 * @param confirming whether all that is waited for is EC2's confirmation
 */
record Agenda(
    List<Errand> errands,
    List<Retiring> ledger,
    List<String> retired,
    List<String> waiting,
    boolean confirming) {

  /** Actions in one place. */
  record Errand(AccountRegion place, List<AwsAction> actions) {}

  /**
   * The agenda of an enforced policy.
   *
   * @param newcomers the entries of images that are due and not in the ledger yet
   */
  static Agenda of(
      List<Decision> decisions,
      List<Step> steps,
      List<Retiring> newcomers,
      Facts.History history,
      Instant now) {
    List<Errand> errands =
        Stream.concat(marks(decisions, now), steps.stream().flatMap(Agenda::acts)).toList();
    Stream<Retiring> staying = steps.stream().filter(Agenda::stays).map(Step::entry);
    Stream<String> going =
        newcomers.stream().map(entry -> "Going to deregister %s.".formatted(entry.imageId()));
    return new Agenda(
        errands,
        Stream.concat(staying, newcomers.stream()).toList(),
        retired(newcomers.size(), history, now),
        Stream.concat(steps.stream().flatMap(Agenda::underWay), going).toList(),
        errands.isEmpty() && newcomers.isEmpty());
  }

  /** Each action by itself: the failure of one holds no other up. */
  private static Stream<Errand> acts(Step step) {
    return step.next() instanceof Next.Act(var plan)
        ? plan.actions().stream().map(awsAction -> new Errand(step.place(), List.of(awsAction)))
        : Stream.of();
  }

  private static Stream<String> underWay(Step step) {
    return switch (step.next()) {
      case Next.Act(var plan) -> Stream.of(plan.readyState().message());
      case Next.Wait(String why) -> Stream.of(why);
      case Next.Shared shared -> Stream.of();
      case Next.Recalled recalled -> Stream.of();
      case Next.Gone gone -> Stream.of();
    };
  }

  /** Whether the entry stays in the ledger. */
  private static boolean stays(Step step) {
    return switch (step.next()) {
      case Next.Act act -> true;
      case Next.Wait wait -> true;
      case Next.Shared shared -> true;
      case Next.Recalled recalled -> false;
      case Next.Gone gone -> false;
    };
  }

  /** The agenda of a policy that is only planned: what stands in the ledger stays there. */
  static Agenda nothing(List<Retiring> ledger, Facts.History history, Instant now) {
    return new Agenda(List.of(), ledger, retired(0, history, now), List.of(), true);
  }

  /**
   * The agenda of a policy that is being deleted: a snapshot that another image uses is left to
   * whoever removes that image.
   */
  static Agenda last(List<Step> steps, Facts.History history, Instant now) {
    List<Step> begun =
        steps.stream().filter(step -> !(step.next() instanceof Next.Shared)).toList();
    return of(List.of(), begun, List.of(), history, now);
  }

  private static Stream<Errand> marks(List<Decision> decisions, Instant now) {
    return decisions.stream()
        .collect(groupingBy(d -> d.place().region(), TreeMap::new, toList()))
        .values()
        .stream()
        .map(here -> new Errand(here.getFirst().place(), UnkeptSince.actions(here, now)))
        .filter(errand -> !errand.actions().isEmpty());
  }

  private static List<String> retired(int more, Facts.History history, Instant now) {
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    return Stream.concat(history.counting(now).stream(), Stream.generate(() -> second).limit(more))
        .map(Instant::toString)
        .toList();
  }
}
