package dev.amioperator.observer;

/**
 * The images that Kubernetes objects of a kind name.
 *
 * @param resource the kind in kubectl's notation, {@code resource.version.group}
 * @param listing all objects of the cluster, or why they could not be listed
 */
public record ListedObjects(String resource, Observation<ReferencedImages> listing) {}
