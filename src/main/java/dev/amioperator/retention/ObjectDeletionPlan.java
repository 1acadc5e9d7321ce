package dev.amioperator.retention;

import static java.util.stream.Collectors.toSet;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.DeletedObject;
import dev.amioperator.retention.RetentionReason.Group;
import dev.amioperator.retention.RetentionReason.TagChange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The changes of objects after an evaluation, and what the policy's status records before them. An
 * object that is new in {@code status.deleting} is left alone until that status has been written.
 *
 * @param annotate the objects that get the annotation unkept-since now
 * @param unannotate the objects that lose it
 * @param delete the objects that are due and counted
 * @param deleting the entries of the status afterwards
 * @param counted when objects were counted for the limits
 */
record ObjectDeletionPlan(
    List<RetainedObject> annotate,
    List<RetainedObject> unannotate,
    List<ObjectDecision> delete,
    List<DeletedObject> deleting,
    List<Instant> counted) {
  /** The entries that fit into a status: etcd refuses objects above 1.5 MiB. */
  private static final int MAX_DELETING = 1000;

  /**
   * The plan of a policy in mode Enforce.
   *
   * @param unselected the annotated objects of the namespace that no enforced policy selects:
   *     selected again, they would be due at once
   */
  static ObjectDeletionPlan of(
      List<ObjectDecision> decisions, ObjectFacts facts, Collection<RetainedObject> unselected) {
    List<ObjectDecision> due =
        decisions.stream().filter(decision -> decision.is(ObjectReason.Due)).toList();
    List<ObjectDecision> delete =
        due.stream().filter(d -> facts.started().contains(d.object().uid())).toList();
    Set<String> deleted = delete.stream().map(d -> d.object().uid()).collect(toSet());
    List<ObjectDecision> announced =
        due.stream()
            .filter(d -> !deleted.contains(d.object().uid()))
            .limit(Math.max(0, MAX_DELETING - delete.size()))
            .toList();
    Instant second = facts.now().truncatedTo(ChronoUnit.SECONDS);
    return new ObjectDeletionPlan(
        decisions.stream()
            .filter(d -> d.reason().annotationChange() == TagChange.SET)
            .filter(d -> d.unkeptSince().isEmpty())
            .map(ObjectDecision::object)
            .toList(),
        Stream.concat(
                decisions.stream()
                    .filter(d -> d.reason().annotationChange() == TagChange.REMOVED)
                    .map(ObjectDecision::object)
                    .filter(RetainedObject::annotated),
                unselected.stream())
            .toList(),
        delete,
        Stream.concat(delete.stream(), announced.stream()).map(ObjectDeletionPlan::entry).toList(),
        Stream.concat(facts.counted().stream(), announced.stream().map(d -> second)).toList());
  }

  /** The plan of a policy in mode Plan: nothing is changed, and what was counted stays so. */
  static ObjectDeletionPlan planOnly(ObjectFacts facts) {
    return new ObjectDeletionPlan(List.of(), List.of(), List.of(), List.of(), facts.counted());
  }

  private static DeletedObject entry(ObjectDecision decision) {
    RetainedObject object = decision.object();
    return new DeletedObject(object.kind(), object.name(), object.uid());
  }

  static int count(List<ObjectDecision> decisions, Group group) {
    return (int) decisions.stream().filter(decision -> decision.is(group)).count();
  }
}
