/**
 * Deletes resources in EC2 whose object is gone: released snapshots and orphaned build instances.
 */
package dev.amioperator.garbagecollection;
