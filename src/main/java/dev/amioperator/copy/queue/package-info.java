/**
 * Queue of image copies (CopyImage) per destination account and region.
 *
 * <p>{@link dev.amioperator.copy.queue.CopyQueue} admits requests of objects until EC2's quota is
 * filled: {@link dev.amioperator.copy.queue.FairOrder} says whose turn it is, {@link
 * dev.amioperator.copy.queue.CopyLimit} what EC2 is known to accept, {@link
 * dev.amioperator.copy.queue.CopyDurations} how long copies take. {@link
 * dev.amioperator.copy.queue.RegionPoller} reads EC2 once for all copies of a region and wakes the
 * objects concerned through {@link dev.amioperator.copy.queue.CopyQueueEventSource}. Depends on
 * {@code reconcile} and the packages below it, on no kind.
 *
 * <h2>Nothing is lost in a crash</h2>
 *
 * All state is memory. After a start nothing is admitted until the pending images were read,
 * whoever made them; the objects repeat their requests with the time since when they wait.
 */
package dev.amioperator.copy.queue;
