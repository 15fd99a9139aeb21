import type { Told } from "./tell.ts";

/** Titles, questions and openings of the shipped scenarios. */
export const zhWorlds: Told = {
  // Titles.
  "A credit score, private and of credit only": "信用分：私营，只看借贷",
  "Litter and the camera": "垃圾与摄像头",
  "A nation without a register": "没有统一登记的国家",
  "National social credit as courts and offices tell of it": "法院与部门所说的全国社会信用体系",
  "One score for everyone, with families, and strangers who look scores up": "人人一个分数，连带家人，陌生人可查",
  "The court's list with credit repair by severity": "法院名单，按轻重分级信用修复",
  "One score for everyone, put together from the press": "人人一个分数：照报道拼成",
  "No scheme": "没有评分制度",
  "Nosedive, where everyone rates everyone": "《急转直下》：人人给人人打分",
  "Rongcheng, the city that lasted": "荣成：坚持下来的城市",
  "Sesame Credit, the platform score": "芝麻信用：平台的分数",
  "Suining County, from 2010 on": "睢宁县，自 2010 年起",
  "Tencent Credit, the messenger score": "腾讯信用：社交软件的分数",

  // Questions.
  "Are more than one in twenty of those below 580 more careful than most?":
    "低于 580 分的人里，比多数人细心的是否超过二十分之一？",
  "Do most of those who default within two years come from below 600?": "两年内成为坏账的人，是否大多原低于 600 分？",
  "Do mistakes in files cost people more than a point in the mean?": "档案里的错误，是否让人平均损失超过一分？",
  "Are there fewer mistakes on file because whoever is refused is told?": "被拒者得到告知，档案里的错误是否因此减少？",
  "Do people drop less litter because it costs them points?": "因为扣分，人们是否少扔垃圾？",
  "Do points for picking litter up make up for those lost, so that scores do not fall?":
    "捡垃圾加的分能否补上扣掉的分，使分数不下降？",
  "Do those who live where the cameras are end with a lower score?": "住在有摄像头的地方的人，最后分数是否更低？",
  "Do more than a quarter of adults owe money, as loans are set?": "照贷款的设定，欠债的成年人是否超过四分之一？",
  "Is hardship above a fifth of the scale in the mean?": "平均困难程度是否超过满值的五分之一？",
  "Is work lost and found as set, so that no more than about one in twenty is out of it?":
    "失业与就业是否如设定的那样，使失业者不超过约二十分之一？",
  "Are firms inspected more than twice as often because they are rated?":
    "企业因被评级而受检查，次数是否增加一倍以上？",
  "Do people fly three in a thousand times less because the list keeps some from it?":
    "名单限制一些人乘机，飞行是否因此减少千分之三？",
  "Is the list longer because one ground has no term?": "有一种情形没有期限，名单是否因此更长？",
  "Is more than one pupil in a thousand out of school for what a relative did?":
    "因亲属所为而失学的学生，是否超过千分之一？",
  "Is hardship greater because scores are seen?": "分数可被看见，人们的困难是否因此更重？",
  "Are strangers turned away because anyone can see a score?": "谁都能查分，陌生人是否因此被拒绝往来？",
  "Is the list shorter because the longest times are taken to free those who have not performed?":
    "最长期限一到，未履行的人也移出名单，名单是否因此更短？",
  "Are fewer judgments performed once names come off sooner?": "名字更早移出，履行的判决是否减少？",
  "Are fewer flights refused?": "被拒的航班是否减少？",
  "Are fewer people on the list at a time with repair by severity?": "按轻重修复信用，同一时间在名单上的人是否更少？",
  "Do people pay their bills in time because of it?": "因为它，人们是否按时付账？",
  "Is hardship greater because of it?": "因为它，人们的困难是否更重？",
  "Are careful people more than one in ten of those whom it discredits?":
    "被它列为失信的人里，细心的人是否超过十分之一？",
  "Are most of them discredited by a score alone?": "他们是否大多仅因分数而失信？",
  "Do people say less of what they think?": "人们是否更少说出心里话？",
  "Do more than a quarter owe money, as loans are set?": "照贷款的设定，欠债的人是否超过四分之一？",
  "Do the poor live in hardship, and not the rich, where nobody keeps a score?":
    "没有人记分的地方，是否穷人生活困难而富人不然？",
  "Is work lost and found as set, so that fewer than one in ten are out of it?":
    "失业与就业是否如设定的那样，使失业者不到十分之一？",
  "Are most of the underclass people who are warm to others?": "底层的人是否大多待人热情？",
  "Do the fragile fall into the underclass rather than the steady?": "落入底层的是否是脆弱的人，而不是稳重的人？",
  "Is more than one in ten of the underclass left without a friend?": "底层中没有一个朋友的，是否超过十分之一？",
  "Are there fewer traffic offences because of the score?": "因为分数，交通违法是否减少？",
  "Do more of the careful consent because of what they could gain?": "因为可能得到的好处，细心的人是否更多地同意评分？",
  "Are more than one in a thousand graded lower than their true records would have them?":
    "等级低于真实记录应得的，是否超过千分之一？",
  "Are fewer people shut out, by grade or by the court's list, because the rules changed?":
    "办法改变后，因等级或法院名单被拒之门外的人是否减少？",
  "Are bills paid late less often because of it?": "因为它，逾期付款是否减少？",
  "Do those in the lowest band have fewer friends than those in the highest?": "最低档的人，朋友是否少于最高档的人？",
  "Is the party praised more often, for the points?": "为了加分，赞扬执政党的言论是否增多？",
  "Does moving money and shopping for the points' sake raise where people stand?":
    "为了加分而转账、购物，能否提高自己的排名？",
  "Are more people left with three friends or fewer because friends' scores pull?":
    "朋友的分数会牵动自己，只剩三个以下朋友的人是否因此增多？",
  "Do the rich score above the poor, among equally careful and quiet people with nothing on file against them?":
    "同样细心、沉默、档案清白的人里，富人的分数是否高于穷人？",
  "Do those whom the platform sees much score above those it hardly sees, among equally careful and quiet people?":
    "同样细心、沉默的人里，平台常看见的人分数是否高于它很少看见的人？",
  "Do people say less of what is lawful, because of the score?": "因为分数，人们是否连合法的话也说得更少？",
  "Have careful people whom the platform hardly sees a thin file more often than those it sees much?":
    "平台很少看见的细心人，档案单薄的是否多于常被看见的细心人？",
  "Is life harder for people in the mean because D is refused work, licences and help?":
    "D 级得不到工作、执照和救助，人们的生活是否因此平均更困难？",
  "Do the grades end because friends share the anger of those who are refused?":
    "朋友也分担被拒者的愤怒，评级是否因此终结？",
  "Do people repay their loans because of the grades?": "因为评级，人们是否更多地还贷？",
  "Does it grade down the poor rather than the rich?": "它评低的是否是穷人而不是富人？",
  "Are more people below 600 in the end than if the grades had gone on?":
    "比起评级一直持续，最后低于 600 分的人是否更多？",
  "Does it silence those who petition again and again?": "它是否让反复上访的人沉默？",
  "Do people in the trial pay late less often because of it?": "参加试点的人是否因此更少逾期付款？",
  "Do connections narrow the distance between rich and poor?": "人脉是否缩小贫富之间的差距？",
  "Would the rich have stood above the poor, among equally careful people?": "同样细心的人里，富人的分数会高于穷人吗？",
  "Would those whom the messenger sees much have stood above those it hardly sees?":
    "社交软件常看见的人，分数会高于它很少看见的人吗？",
};
