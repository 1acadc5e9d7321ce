package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.retention.ReversibleSteps.Unwanted;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Plans the steps that can be undone, with the launch permissions that they need. */
@ApplicationScoped
class StepsPlanner {
  private final PermissionReads permissionReads;

  StepsPlanner(PermissionReads permissionReads) {
    this.permissionReads = permissionReads;
  }

  /**
   * A plan, and what prevents parts of it.
   *
   * @param failures the reads that EC2 refused
   * @param problems what else a user has to know
   * @param inventory the images of which it is
   */
  record Planned(
      RetirementPlan plan,
      List<Ec2CallException> failures,
      List<ReadyState> problems,
      Map<AccountRegion, List<Image>> inventory) {
    /** Executes the plan; what prevented parts of it is in the result. */
    RetirementExecutor.Execution execute(
        RetirementExecutor executor,
        AmiRetentionPolicy policy,
        Owner owner,
        Function<AccountRegion, PolicyCoverage> coverage) {
      return executor.execute(policy, owner, coverage, plan).with(failures, problems);
    }

    /** A plan that needs no launch permissions. */
    static Planned of(RetirementPlan plan) {
      return new Planned(plan, List.of(), List.of(), Map.of());
    }
  }

  /**
   * Adds the steps to the plan of a policy that changes EC2.
   *
   * @param policies that may have recorded launch permissions, the evaluated one first
   * @param notBefore older reads of launch permissions may lack one that was given since
   */
  Planned plan(
      EvaluationPlan evaluation,
      RetirementPlan plan,
      Facts facts,
      List<Decision> decisions,
      List<AmiRetentionPolicy> policies,
      Function<AccountRegion, ObservationSession> sessions,
      Instant notBefore) {
    List<Unwanted> unwanted = evaluation.unwanted(facts, decisions).toList();
    PermissionReads.Result read =
        permissionReads.read(
            policies,
            evaluation.steps().disabled(decisions),
            unwanted.stream(),
            sessions,
            notBefore);
    return planned(
        evaluation.of(plan, facts, decisions, read.permissions()),
        unwanted,
        read,
        facts.inventory());
  }

  /**
   * Adds the reversal of all steps to the plan of a policy that is deleted. It waits for no record
   * that is lost: such an image is enabled, and its tags are removed.
   */
  Planned planLeft(
      EvaluationPlan evaluation,
      RetirementPlan plan,
      GatheredFacts gathered,
      Collection<EffectivePolicy> others,
      List<AmiRetentionPolicy> policies,
      Function<AccountRegion, ObservationSession> sessions) {
    List<Unwanted> unwanted =
        evaluation
            .steps()
            .unwanted(
                gathered.inventory(),
                EvaluationPlan.left(evaluation.coverage(), Optional.empty(), others))
            .toList();
    PermissionReads.Result read =
        permissionReads.read(
            policies, Stream.of(), unwanted.stream(), sessions, evaluation.steps().now());
    return planned(
        evaluation.ofLeftImages(
            plan, gathered.inventory(), unwanted, read.permissions().withoutLost()),
        unwanted,
        read,
        gathered.inventory());
  }

  private static Planned planned(
      RetirementPlan plan,
      List<Unwanted> unwanted,
      PermissionReads.Result read,
      Map<AccountRegion, List<Image>> inventory) {
    return new Planned(
        plan,
        read.failures(),
        PermissionReadiness.notRestored(unwanted.stream(), read.permissions()),
        inventory);
  }
}
