package dev.understudy.gateway.merge;

import java.util.ArrayList;
import java.util.List;

/**
 * One place of the mixed list: who filled it, and with which item of its own list.
 *
 * @param index within that side's list, from 0
 */
record Pick(Side side, int index) {

    /** Turn by turn, each side's list from its beginning; what the longer one has over comes at the end. */
    static List<Pick> alternating(Side first, int legacySize, int candidateSize) {
        List<Pick> picks = new ArrayList<>(legacySize + candidateSize);
        for (int index = 0; index < Math.max(legacySize, candidateSize); index++) {
            for (Side side : new Side[] {first, first.other()}) {
                if (index < (side == Side.LEGACY ? legacySize : candidateSize)) {
                    picks.add(new Pick(side, index));
                }
            }
        }
        return picks;
    }
}
