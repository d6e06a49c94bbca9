package dev.understudy.log;

/** Lets pieces of work that go on side by side do one thing each in the order of their numbers. */
final class OneByOne {
    private long next;

    /** @param own from 0; one that is never taken keeps all later ones waiting */
    synchronized void take(long own, Runnable work) throws InterruptedException {
        while (next != own) {
            wait();
        }
        try {
            work.run();
        } finally {
            next++;
            notifyAll();
        }
    }
}
