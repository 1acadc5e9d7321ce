package dev.amioperator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/**
 * Which updates of an object start a reconcile: those of its spec, its deletion, its finalizer, and
 * the operator's annotations. Annotations do not change the generation, and an object that is
 * Stalled or whose deletion is held would see them minutes later. Writes of the status start none.
 */
public final class InstructionFilter implements OnUpdateFilter<HasMetadata> {
  @Override
  public boolean accept(HasMetadata now, HasMetadata before) {
    Long generation = before.getMetadata().getGeneration();
    return generation == null
        || !Objects.equals(generation, now.getMetadata().getGeneration())
        || now.isMarkedForDeletion() != before.isMarkedForDeletion()
        || !now.getMetadata().getFinalizers().equals(before.getMetadata().getFinalizers())
        || !Annotations.of(now).equals(Annotations.of(before));
  }
}
